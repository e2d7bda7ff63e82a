import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApp } from "../app_context";
import type { ApiClient } from "../http";
import { isConflict } from "../ui/problem";
import { type Choices, type Profile, readProfile, saveProfile } from "./api";

function profileOptions(client: ApiClient) {
  return queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => readProfile(client, signal),
    // Another device may have changed it; asked again when a page needs it.
    staleTime: 60_000,
  });
}

export function useProfile() {
  return useQuery(profileOptions(useApp().client));
}

function choicesOf({ id: _id, email: _email, version: _version, ...choices }: Profile): Choices {
  return choices;
}

/**
 * Saves some choices, and leaves the others as they are, on whichever device they were made: a
 * profile that is newer than the one known here is read again, once.
 */
export async function saveChoices(
  client: ApiClient,
  known: Profile,
  change: Partial<Choices>,
  signal: AbortSignal,
): Promise<Profile> {
  const over = (profile: Profile) =>
    saveProfile(client, { ...choicesOf(profile), ...change, version: profile.version });
  try {
    return await over(known);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return over(await readProfile(client, signal));
  }
}

export function useSaveChoices() {
  const { client } = useApp();
  const queries = useQueryClient();
  const options = profileOptions(client);
  return useMutation({
    mutationFn: async (change: Partial<Choices>) => {
      const known = await queries.ensureQueryData(options);
      return saveChoices(client, known, change, new AbortController().signal);
    },
    // Seen at once: what shows it follows the profile.
    onMutate: (change) =>
      queries.setQueryData(options.queryKey, (old) => (old ? { ...old, ...change } : old)),
    onError: () => queries.invalidateQueries(options),
    onSuccess: (profile) => queries.setQueryData(options.queryKey, profile),
    // One after another: the second needs the version of the first.
    scope: { id: "me" },
  });
}

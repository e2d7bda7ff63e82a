import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApp } from "../app_context";
import type { Filter } from "./filter";
import { nameCameras } from "./groups";
import { addDayCounts, type Timeline } from "./overview";
import { useAsked } from "./queries";
import type { Bounds } from "./zone";

const STALE_MS = 30_000;
const POLL_MS = 60_000;
const QUARTER_MS = 15 * 60_000;

/** Sites that have something to tell of a filled filter, each with what to ask it. */
function chooseQuestions(filled: Filter, sites: readonly string[]) {
  return sites.flatMap((site) => {
    const own = nameCameras(filled, site);
    return own === null ? [] : [{ site, ...own }];
  });
}

/** What the days of a month have at these sites, by the calendar of `zone`. */
export function useDays(filter: Filter, sites: readonly string[], zone: string, month: string) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const questions = chooseQuestions(asked.filter ?? filter, sites);
  return useQuery({
    queryKey: ["days", questions, zone, month],
    queryFn: async ({ signal }) => {
      const each = questions.map((question) => api.days({ ...question, zone, month }, signal));
      return addDayCounts(await Promise.all(each));
    },
    enabled: asked.filter !== null && sites.length > 0,
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
  });
}

/** Motion at these sites between two instants, by quarters of an hour. */
export function useTimeline(filter: Filter, sites: readonly string[], { fromMs, toMs }: Bounds) {
  const { api } = useApp();
  const asked = useAsked(filter);
  const questions = chooseQuestions(asked.filter ?? filter, sites);
  const after = new Date(fromMs).toISOString();
  const before = new Date(toMs).toISOString();
  return useQuery({
    queryKey: ["timeline", questions, after, before],
    queryFn: async ({ signal }): Promise<Timeline> => {
      const each = questions.map((question) =>
        api.timeline({ ...question, after, before }, signal),
      );
      const timelines = await Promise.all(each);
      return {
        bucket_ms: timelines[0]?.bucket_ms ?? QUARTER_MS,
        cameras: timelines.flatMap(({ cameras }) => cameras),
      };
    },
    enabled: asked.filter !== null && sites.length > 0,
    staleTime: STALE_MS,
    placeholderData: keepPreviousData,
    refetchInterval: Date.now() < toMs ? POLL_MS : false,
  });
}

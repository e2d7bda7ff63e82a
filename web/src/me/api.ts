import { type Answer, type ApiClient, unwrap } from "../http";

export type Profile = Answer<"/v1/me">;

/** What a person decides about the own profile. */
export type Choices = Omit<Profile, "id" | "email" | "version">;

export async function readProfile(client: ApiClient, signal: AbortSignal): Promise<Profile> {
  return unwrap(client.GET("/v1/me", { signal }));
}

/** 409 when it was saved on another device since `version`. */
export async function saveProfile(
  client: ApiClient,
  body: Choices & { version: number },
): Promise<Profile> {
  return unwrap(client.PUT("/v1/me", { body }));
}

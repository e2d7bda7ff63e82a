import { type Answer, type ApiClient, done, unwrap } from "../http";

export type Member = Answer<"/v1/sites/{site}/members">["items"][number];

/** What to call somebody whose address or name may not be known. */
export function addressOf({ email, name, id }: Member): string {
  return email ?? name ?? id;
}

/** What a membership allows, and until when. */
export interface Part {
  role: Member["role"];
  /** Names within the site; null is all. */
  cameras: string[] | null;
  expires_at: string | null;
}

export async function listMembers(client: ApiClient, site: string, signal: AbortSignal) {
  const params = { path: { site } };
  return (await unwrap(client.GET("/v1/sites/{site}/members", { params, signal }))).items;
}

export async function invite(client: ApiClient, site: string, body: Part & { email: string }) {
  return unwrap(client.POST("/v1/sites/{site}/members", { params: { path: { site } }, body }));
}

/** `version` is the one that was seen; 409 when there is a newer one. */
export async function changeMember(
  client: ApiClient,
  site: string,
  member: string,
  body: Part & { version: number },
) {
  const params = { path: { site, person: member } };
  return unwrap(client.PATCH("/v1/sites/{site}/members/{person}", { params, body }));
}

export async function removeMember(client: ApiClient, site: string, member: string) {
  const params = { path: { site, person: member } };
  await done(client.DELETE("/v1/sites/{site}/members/{person}", { params }));
}

/** Sends the mail again to somebody who has not come yet. */
export async function inviteAgain(client: ApiClient, site: string, member: string) {
  const params = { path: { site, person: member } };
  await done(client.POST("/v1/sites/{site}/members/{person}/invitation", { params }));
}

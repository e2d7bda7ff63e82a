import { type Answer, type ApiClient, done, unwrap } from "../http";

export type Group = Answer<"/v1/sites/{site}/groups">["items"][number];

/** In the order people gave them. */
export async function listGroups(
  client: ApiClient,
  site: string,
  signal: AbortSignal,
): Promise<Group[]> {
  const params = { path: { site } };
  return (await unwrap(client.GET("/v1/sites/{site}/groups", { params, signal }))).items;
}

export interface GroupChange {
  name: string;
  /** Names within the site, in the order of the group. */
  cameras: string[];
}

export async function addGroup(client: ApiClient, site: string, body: GroupChange): Promise<Group> {
  return unwrap(client.POST("/v1/sites/{site}/groups", { params: { path: { site } }, body }));
}

/** `version` is the one that was seen; 409 when there is a newer one. */
export async function changeGroup(
  client: ApiClient,
  site: string,
  group: string,
  body: GroupChange & { position: number; version: number },
): Promise<Group> {
  const params = { path: { site, group } };
  return unwrap(client.PUT("/v1/sites/{site}/groups/{group}", { params, body }));
}

export async function removeGroup(
  client: ApiClient,
  site: string,
  { id, version }: Group,
): Promise<void> {
  const params = { path: { site, group: id }, query: { version } };
  await done(client.DELETE("/v1/sites/{site}/groups/{group}", { params }));
}

import { type Answer, type ApiClient, unwrap } from "../http";

export type Site = Answer<"/v1/sites">["items"][number];
export type Role = Site["role"];

/** Every call throws Problem, or SessionEnded when nobody is signed in any more. */
export async function readSite(
  client: ApiClient,
  site: string,
  signal: AbortSignal,
): Promise<Site> {
  return unwrap(client.GET("/v1/sites/{site}", { params: { path: { site } }, signal }));
}

/** `version` is the one that was seen; 409 when there is a newer one. */
export async function changeSite(
  client: ApiClient,
  site: string,
  body: { name: string; zone: string; version: number },
): Promise<Site> {
  return unwrap(client.PATCH("/v1/sites/{site}", { params: { path: { site } }, body }));
}

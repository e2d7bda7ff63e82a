import createClient from "openapi-fetch";
import type { paths } from "../api";
import { type Answer, type ApiClient, unwrap } from "../http";

export type Share = Answer<"/v1/clips/{id}/shares">["items"][number];
export type Export = Answer<"/v1/exports">["items"][number];
export type ExportPage = Answer<"/v1/exports">;
export type LogPage = Answer<"/v1/sites/{site}/access-log">;
export type LogEntry = LogPage["items"][number];
export type Deed = LogEntry["deed"];
export type ShareWish =
  paths["/v1/clips/{id}/shares"]["post"]["requestBody"]["content"]["application/json"];
export type NewShare =
  paths["/v1/clips/{id}/shares"]["post"]["responses"][200]["content"]["application/json"];
export type Shared = paths["/v1/shared"]["post"]["responses"][200]["content"]["application/json"];
export type ExportWish = paths["/v1/exports"]["post"]["requestBody"]["content"]["application/json"];

/** Every call throws Problem, or SessionEnded when nobody is signed in any more. */
export function makeSharingApi(client: ApiClient) {
  return {
    share: (id: string, body: ShareWish): Promise<NewShare> =>
      unwrap(client.POST("/v1/clips/{id}/shares", { params: { path: { id } }, body })),

    shares: async (id: string, signal: AbortSignal): Promise<Share[]> =>
      (await unwrap(client.GET("/v1/clips/{id}/shares", { params: { path: { id } }, signal })))
        .items,

    revoke: (share: string): Promise<Share> =>
      unwrap(client.DELETE("/v1/shares/{share}", { params: { path: { share } } })),

    startExport: (body: ExportWish): Promise<Export> =>
      unwrap(client.POST("/v1/exports", { body })),

    exports: (signal: AbortSignal): Promise<ExportPage> =>
      unwrap(client.GET("/v1/exports", { params: { query: { limit: 50 } }, signal })),

    readExport: (id: string): Promise<Export> =>
      unwrap(client.GET("/v1/exports/{export}", { params: { path: { export: id } } })),

    log: (
      site: string,
      deed: Deed | null,
      cursor: string | null,
      signal: AbortSignal,
    ): Promise<LogPage> => {
      const query = { ...(deed === null ? {} : { deed }), ...(cursor === null ? {} : { cursor }) };
      return unwrap(
        client.GET("/v1/sites/{site}/access-log", { params: { path: { site }, query }, signal }),
      );
    },
  };
}

/** What a link shows, asked without a token. The secret goes in the body: addresses are logged. */
export function openShared(secret: string, signal: AbortSignal): Promise<Shared> {
  const client = createClient<paths>({ baseUrl: window.location.origin });
  return unwrap(client.POST("/v1/shared", { body: { secret }, signal }));
}

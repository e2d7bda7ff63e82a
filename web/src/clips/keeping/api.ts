import { type Answer, type ApiClient, unwrap } from "../../http";
import type { ClipDetail } from "../api";

export type Star = NonNullable<ClipDetail["star"]>;
export type DeletedPage = Answer<"/v1/sites/{site}/deleted-clips">;
export type DeletedClip = DeletedPage["items"][number];

/** Every call may be repeated, and throws Problem or SessionEnded. */
export function makeKeepingApi(client: ApiClient) {
  const of = (id: string) => ({ path: { id } });
  return {
    /** `version` is that of the star that the reader saw, 0 for none. */
    star: async (id: string, note: string, version: number): Promise<Star | null> => {
      const call = client.PUT("/v1/clips/{id}/star", {
        params: of(id),
        body: { note, version },
      });
      return (await unwrap(call)).star;
    },

    unstar: (id: string, version: number): Promise<unknown> =>
      unwrap(client.DELETE("/v1/clips/{id}/star", { params: { ...of(id), query: { version } } })),

    delete: (id: string): Promise<unknown> =>
      unwrap(client.DELETE("/v1/clips/{id}", { params: of(id) })),

    restore: (id: string): Promise<unknown> =>
      unwrap(client.POST("/v1/clips/{id}/restore", { params: of(id) })),

    deleted: (site: string, cursor: string | null, signal: AbortSignal): Promise<DeletedPage> => {
      const query = cursor === null ? {} : { cursor };
      const params = { path: { site }, query };
      return unwrap(client.GET("/v1/sites/{site}/deleted-clips", { params, signal }));
    },
  };
}

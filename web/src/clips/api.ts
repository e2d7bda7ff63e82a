import type { paths } from "../api";
import { type Answer, type ApiClient, unwrap } from "../http";
import type { DayCount, Timeline } from "./overview";

/** What newer services say of a clip, too. */
interface Marks {
  starred?: boolean;
}
export type ClipSummary = Answer<"/v1/clips">["items"][number] & Marks;
export type ClipPage = Answer<"/v1/clips"> & { items: ClipSummary[] };
export type ClipDetail = Answer<"/v1/clips/{id}">;
export type Camera = Answer<"/v1/cameras">["items"][number];
export type Site = Answer<"/v1/sites">["items"][number];
export type ClipQuery = NonNullable<paths["/v1/clips"]["get"]["parameters"]["query"]> & {
  starred?: boolean;
};

export type DaysQuery = NonNullable<paths["/v1/days"]["get"]["parameters"]["query"]>;
export type TimelineQuery = NonNullable<paths["/v1/timeline"]["get"]["parameters"]["query"]>;

export interface CameraGroup {
  id: string;
  site: string;
  name: string;
  /** API-wide ids. */
  cameras: readonly string[];
}

/** Every call throws Problem, or SessionEnded when nobody is signed in any more. */
export type ClipsApi = ReturnType<typeof makeClipsApi>;

/** A camera list longer than this is cut: 100 a page. */
const CAMERA_PAGES_MAX = 20;

export function makeClipsApi(client: ApiClient) {
  const listCameras = (cursor: string | null, signal: AbortSignal) => {
    const query = cursor === null ? { limit: 100 } : { limit: 100, cursor };
    return unwrap(client.GET("/v1/cameras", { params: { query }, signal }));
  };

  return {
    sites: async (signal: AbortSignal): Promise<Site[]> =>
      (await unwrap(client.GET("/v1/sites", { signal }))).items,

    cameras: async (signal: AbortSignal): Promise<Camera[]> => {
      const cameras: Camera[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < CAMERA_PAGES_MAX; page++) {
        const answer: Answer<"/v1/cameras"> = await listCameras(cursor, signal);
        cameras.push(...answer.items);
        cursor = answer.cursor;
        if (cursor === null) break;
      }
      return cameras;
    },

    clips: (query: ClipQuery, signal: AbortSignal): Promise<ClipPage> =>
      unwrap(client.GET("/v1/clips", { params: { query }, signal })),

    days: async (query: DaysQuery, signal: AbortSignal): Promise<DayCount[]> =>
      (await unwrap(client.GET("/v1/days", { params: { query }, signal }))).items,

    timeline: (query: TimelineQuery, signal: AbortSignal): Promise<Timeline> =>
      unwrap(client.GET("/v1/timeline", { params: { query }, signal })),

    /** At most 100 ids; those that are gone are left out. */
    markSeen: (ids: readonly string[], seen: boolean): Promise<unknown> =>
      unwrap(client.PUT("/v1/seen", { body: { ids: [...ids], seen } })),

    clip: (id: string, signal: AbortSignal): Promise<ClipDetail> =>
      unwrap(client.GET("/v1/clips/{id}", { params: { path: { id } }, signal })),
  };
}

import createClient from "openapi-fetch";
import type { paths } from "../api";
import type { Session } from "../session/session";
import { SessionEnded } from "../session/session";
import { texts } from "../texts";
import { Problem, readProblem } from "../ui/problem";

type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type ClipPage = Answer<"/v1/clips">;
export type ClipSummary = ClipPage["items"][number];
export type ClipDetail = Answer<"/v1/clips/{id}">;
export type Camera = Answer<"/v1/cameras">["items"][number];
export type Site = Answer<"/v1/sites">["items"][number];
export type ClipQuery = NonNullable<paths["/v1/clips"]["get"]["parameters"]["query"]>;

/** Every call throws Problem, or SessionEnded when nobody is signed in any more. */
export type ClipsApi = ReturnType<typeof makeClipsApi>;

/** A camera list longer than this is cut: 100 a page. */
const CAMERA_PAGES_MAX = 20;

async function send(session: Session, request: Request): Promise<Response> {
  const attempt = async (token: string): Promise<Response> => {
    const copy = request.clone();
    copy.headers.set("authorization", `Bearer ${token}`);
    return fetch(copy);
  };
  const token = await session.accessToken();
  const response = await attempt(token);
  if (response.status !== 401) return response;
  const second = await attempt(await session.renew(token));
  return second.status === 401 ? session.expire() : second;
}

interface Result<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

async function unwrap<Body>(call: Promise<Result<Body>>): Promise<Body> {
  let result: Result<Body>;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof SessionEnded || isAbort(error)) throw error;
    throw new Problem("unreachable", texts.problem.unreachable);
  }
  if (result.data === undefined) throw readProblem(result.response, result.error);
  return result.data;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export function makeClipsApi(apiUrl: string, session: Session) {
  const client = createClient<paths>({
    baseUrl: apiUrl === "" ? window.location.origin : apiUrl,
    fetch: (request) => send(session, request),
  });

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

    clip: (id: string, signal: AbortSignal): Promise<ClipDetail> =>
      unwrap(client.GET("/v1/clips/{id}", { params: { path: { id } }, signal })),
  };
}

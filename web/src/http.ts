import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./api";
import type { Session } from "./session/session";
import { SessionEnded } from "./session/session";
import { texts } from "./texts";
import { Problem, readProblem } from "./ui/problem";

/** Speaks to /v1 as the person who is signed in. */
export type ApiClient = Client<paths>;

/** What a GET of this path answers. */
export type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

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

export function makeClient(apiUrl: string, session: Session): ApiClient {
  return createClient<paths>({
    baseUrl: apiUrl === "" ? window.location.origin : apiUrl,
    fetch: (request) => send(session, request),
  });
}

interface Result<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

async function settle<Body>(call: Promise<Result<Body>>): Promise<Result<Body>> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof SessionEnded || isAbort(error)) throw error;
    throw new Problem("unreachable", texts.problem.unreachable);
  }
}

/** The body of the answer; throws Problem, or SessionEnded when nobody is signed in any more. */
export async function unwrap<Body>(call: Promise<Result<Body>>): Promise<Body> {
  const result = await settle(call);
  if (result.data === undefined) throw readProblem(result.response, result.error);
  return result.data;
}

/** Of calls that answer 204; throws like `unwrap`. */
export async function done(call: Promise<Result<unknown>>): Promise<void> {
  const result = await settle(call);
  if (!result.response.ok) throw readProblem(result.response, result.error);
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

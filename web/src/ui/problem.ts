import { texts } from "../texts";

/** `refused`: asking again changes nothing. The others may pass by themselves. */
export type ProblemKind = "refused" | "unavailable" | "unreachable" | "broken";

/** Why a request failed, in words for the person who made it. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  /** The API's stable word for it; null when it was not the API that answered. */
  readonly code: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor(
    kind: ProblemKind,
    detail: string,
    facts: {
      status?: number;
      code?: string | null;
      requestId?: string | null;
      retryAfterMs?: number | null;
    } = {},
  ) {
    super(detail);
    this.kind = kind;
    this.status = facts.status ?? 0;
    this.code = facts.code ?? null;
    this.requestId = facts.requestId ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
  }
}

/** Somebody else changed it since it was read. */
export function isConflict(error: unknown): boolean {
  return error instanceof Problem && error.status === 409;
}

/** Why it failed, in one sentence. */
export function sayProblem(error: Error): string {
  return error instanceof Problem ? error.message : texts.problem.broken;
}

/**
 * RFC 9457 bodies say it themselves, unless the reader's language has words for their code; anything
 * else (a gateway's page) gets our own.
 */
export function readProblem(response: Response, body: unknown): Problem {
  const { status } = response;
  const kind =
    status === 503 || status === 429 ? "unavailable" : status < 500 ? "refused" : "broken";
  const said: Record<string, unknown> =
    typeof body === "object" && body !== null ? { ...body } : {};
  const code = typeof said["code"] === "string" ? said["code"] : null;
  const detail = (code !== null && texts.problem.ofCode(code)) || (said["detail"] ?? said["title"]);
  const own = kind === "unavailable" ? texts.problem.unavailable : texts.problem.broken;
  const requestId = said["request_id"];
  const retryAfterS = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return new Problem(kind, typeof detail === "string" && detail !== "" ? detail : own, {
    status,
    code,
    requestId: typeof requestId === "string" ? requestId : null,
    retryAfterMs: Number.isNaN(retryAfterS) ? null : retryAfterS * 1000,
  });
}

import type { paths } from "../api";
import { type Answer, type ApiClient, unwrap } from "../http";

export type Statistics = Answer<"/v1/statistics">;
export type StatisticsQuery = paths["/v1/statistics"]["get"]["parameters"]["query"];

/** Throws Problem, or SessionEnded when nobody is signed in any more. */
export function fetchStatistics(
  client: ApiClient,
  query: StatisticsQuery,
  signal: AbortSignal,
): Promise<Statistics> {
  return unwrap(client.GET("/v1/statistics", { params: { query }, signal }));
}

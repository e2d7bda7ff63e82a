import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

const RETRIES = 2;
const LONGEST_WAIT_MS = 10_000;

/** Asks again only where that can help, and not before the service said so. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < RETRIES && error instanceof Problem && error.kind !== "refused",
        retryDelay: (failures, error) => {
          const asked = error instanceof Problem ? error.retryAfterMs : null;
          return Math.min(asked ?? 500 * 2 ** failures, LONGEST_WAIT_MS);
        },
        refetchOnWindowFocus: false,
      },
    },
  });
}

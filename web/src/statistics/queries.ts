import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApp } from "../app_context";
import { fetchStatistics } from "./api";
import { boundPeriod, type Period } from "./state";

/** Counts change slowly; a page that stays open is still true after lunch. */
const POLL_MS = 5 * 60_000;

export function useStatistics(site: string | null, zone: string, period: Period, now: Date) {
  const { client } = useApp();
  const bounds = boundPeriod(period, now.getTime(), zone);
  return useQuery({
    queryKey: ["statistics", site, zone, bounds],
    queryFn: ({ signal }) => fetchStatistics(client, { site: site ?? "", zone, ...bounds }, signal),
    enabled: site !== null,
    placeholderData: keepPreviousData,
    refetchInterval: POLL_MS,
    staleTime: POLL_MS / 5,
  });
}

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApp } from "../app_context";
import { useOnline } from "../ui/use_online";
import type { LastList } from "./last_list";

/**
 * The last list of `who`, or of anybody who did not sign out, while there is no connection and
 * nothing better is on the page; null otherwise.
 */
export function useLastList(who: string | null): LastList | null {
  const { lastList } = useApp();
  const queries = useQueryClient();
  const online = useOnline();
  const [list, setList] = useState<LastList | null>(null);
  useEffect(() => {
    if (online) return setList(null);
    let left = false;
    const loaded = queries.getQueriesData({ queryKey: ["clips"] });
    if (loaded.some(([, data]) => typeof data === "object")) return;
    void lastList?.read(who).then((found) => {
      if (!left) setList(found);
    });
    return () => {
      left = true;
    };
  }, [lastList, online, queries, who]);
  return list;
}

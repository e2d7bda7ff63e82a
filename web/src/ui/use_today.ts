import { useEffect, useState } from "react";

const CHECK_MS = 30_000;

/** Now, as exactly as a date needs it: renewed on the first look after midnight. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date());
  useEffect(() => {
    const check = () =>
      setToday((known) => {
        const now = new Date();
        return now.toDateString() === known.toDateString() ? known : now;
      });
    const timer = window.setInterval(check, CHECK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return today;
}

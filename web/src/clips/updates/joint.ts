import type { Link, Listener, OpenLink } from "./connection";
import type { Place } from "./state";

/** A connection to the broker is for one place. */
export type OpenPlace = (place: Place, listener: Listener) => Promise<Link>;

/** The connections of several places as one: open when all are, and over with the first that ends. */
export function joinLinks(open: OpenPlace): OpenLink {
  return async (places, listener) => {
    const links: Link[] = [];
    let over = false;
    const close = () => {
      for (const link of links.splice(0)) link.close();
    };
    const onEnd = () => {
      if (over) return;
      over = true;
      close();
      listener.onEnd();
    };
    const results = await Promise.allSettled(
      places.map((place) => open(place, { onArrival: listener.onArrival, onEnd })),
    );
    for (const result of results) if (result.status === "fulfilled") links.push(result.value);
    const failure = results.find((result) => result.status === "rejected");
    if (failure !== undefined || over) {
      close();
      throw failure?.reason ?? new Error("a connection ended while another was opened");
    }
    return { close };
  };
}

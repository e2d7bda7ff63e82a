import { expect, test, vi } from "vitest";
import type { Link, Listener } from "../../../src/clips/updates/connection";
import { joinLinks } from "../../../src/clips/updates/joint";
import type { Place } from "../../../src/clips/updates/state";
import type { ClipArrivedMessage } from "../../../src/contract";

const HOME: Place = { site: "home", cameras: null };
const BARN: Place = { site: "barn", cameras: null };

/** One connection a site; those in `closed` are refused. */
class Broker {
  closed = new Set<string>();
  links = new Map<string, { listener: Listener; close: ReturnType<typeof vi.fn> }>();

  readonly open = async ({ site }: Place, listener: Listener): Promise<Link> => {
    if (this.closed.has(site)) throw new Error(`${site} says no`);
    // As with MQTT: who hangs up is told that it is over, too.
    const close = vi.fn(() => listener.onEnd());
    this.links.set(site, { listener, close });
    return { close };
  };

  of(site: string) {
    const link = this.links.get(site);
    if (link === undefined) throw new Error(`nobody connected for ${site}`);
    return link;
  }
}

function makeListener() {
  return { onArrival: vi.fn(), onEnd: vi.fn() };
}

test("arrivals of every place are heard", async () => {
  const broker = new Broker();
  const listener = makeListener();
  await joinLinks(broker.open)([HOME, BARN], listener);
  for (const site of ["home", "barn"]) {
    broker.of(site).listener.onArrival({ site } as ClipArrivedMessage);
  }
  expect(listener.onArrival.mock.calls).toEqual([[{ site: "home" }], [{ site: "barn" }]]);
});

test("the first connection that ends takes the others with it, and is told once", async () => {
  const broker = new Broker();
  const listener = makeListener();
  await joinLinks(broker.open)([HOME, BARN], listener);
  broker.of("home").listener.onEnd();
  expect(broker.of("barn").close).toHaveBeenCalledOnce();
  expect(listener.onEnd).toHaveBeenCalledOnce();
});

test("where one place is refused, none stays open", async () => {
  const broker = new Broker();
  broker.closed.add("barn");
  await expect(joinLinks(broker.open)([HOME, BARN], makeListener())).rejects.toThrow(
    "barn says no",
  );
  expect(broker.of("home").close).toHaveBeenCalledOnce();
});

test("a connection that ends while another is opened makes the whole fail", async () => {
  const broker = new Broker();
  const opening = joinLinks(async (place, listener) => {
    const link = await broker.open(place, listener);
    if (place === BARN) broker.of("home").listener.onEnd();
    return link;
  })([HOME, BARN], makeListener());
  await expect(opening).rejects.toThrow("ended");
  expect(broker.of("barn").close).toHaveBeenCalledOnce();
});

test("closing closes all", async () => {
  const broker = new Broker();
  const link = await joinLinks(broker.open)([HOME, BARN], makeListener());
  link.close();
  for (const site of ["home", "barn"]) expect(broker.of(site).close).toHaveBeenCalledOnce();
});

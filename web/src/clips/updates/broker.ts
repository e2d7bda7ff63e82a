import mqtt from "mqtt";
import { formatViewer } from "../../contract";
import type { Link, Listener } from "./connection";
import { listTopics, type Place, readArrival } from "./state";

const CONNECT_MS = 10_000;
/** The broker ends a connection after one and a half of this without a word. */
const KEEP_ALIVE_S = 30;

/** Who connects: the token is the password, so that no address holds it. */
export interface Viewer {
  person: string;
  token: string;
}

/** Speaks MQTT over a WebSocket; fails where the broker is silent or says no. */
export async function openLink(
  url: string,
  viewer: Viewer,
  place: Place,
  listener: Listener,
): Promise<Link> {
  const client = mqtt.connect(url, {
    protocolVersion: 5,
    clientId: `${formatViewer(viewer.person)}-${randomDigits()}`,
    username: place.site,
    password: viewer.token,
    keepalive: KEEP_ALIVE_S,
    connectTimeout: CONNECT_MS,
    // Another try is with another token, which is not for this library to get.
    reconnectPeriod: 0,
    // The other kind makes a worker of a blob: address, which the page's policy forbids.
    timerVariant: "native",
  });
  client.on("message", (_, payload) => {
    const arrival = readArrival(new TextDecoder().decode(payload));
    if (arrival !== null) listener.onArrival(arrival);
  });
  client.once("close", () => listener.onEnd());
  try {
    await new Promise<void>((resolve, reject) => {
      client.once("connect", () => resolve());
      client.once("error", reject);
      client.once("close", () => reject(new Error("the broker closed the connection")));
    });
    for (const topics of listTopics(place)) await client.subscribeAsync(topics, { qos: 0 });
  } catch (error) {
    client.end(true);
    throw error;
  }
  return { close: () => void client.end() };
}

function randomDigits(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

import { type Answer, type ApiClient, unwrap } from "../http";

export type PushKey = Answer<"/v1/me/push-key">;
export type Browser = Answer<"/v1/me/push-subscriptions">["items"][number];

/** Every call throws Problem, or SessionEnded when nobody is signed in any more. */
export async function readPushKey(client: ApiClient, signal?: AbortSignal): Promise<PushKey> {
  return unwrap(client.GET("/v1/me/push-key", signal === undefined ? {} : { signal }));
}

export async function listBrowsers(client: ApiClient, signal: AbortSignal): Promise<Browser[]> {
  return (await unwrap(client.GET("/v1/me/push-subscriptions", { signal }))).items;
}

/** The same browser again renews it. */
export async function addBrowser(
  client: ApiClient,
  subscription: PushSubscription,
  label: string,
): Promise<Browser> {
  const { endpoint, keys } = subscription.toJSON();
  const body = {
    endpoint: endpoint ?? "",
    keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
    label,
  };
  return unwrap(client.PUT("/v1/me/push-subscriptions", { body }));
}

export async function removeBrowser(client: ApiClient, id: string): Promise<void> {
  await unwrap(client.DELETE("/v1/me/push-subscriptions/{id}", { params: { path: { id } } }));
}

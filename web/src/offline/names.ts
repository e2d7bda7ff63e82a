/** Holds the last list and its pictures; the page fills it, the service worker answers from it. */
export const LAST_LIST_CACHE = "last-list";

/** Where the list is within its cache; nothing on the server has this path. */
export const LAST_LIST_PATH = "/last-list.json";

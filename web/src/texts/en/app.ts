export const app = {
  name: "Vedette",
  title: (page: string) => `${page} · Vedette`,
  skip: "Skip to content",
  toDark: "Switch to dark colours",
  toLight: "Switch to light colours",
  offline: "You are offline. What you see may be old.",
  unreachable: "Vedette cannot be reached. Trying again…",
  notFound: "There is no such page.",
  toClips: "Show all clips",
  navigation: "Main menu",
  places: {
    clips: "Clips",
    exports: "Exports",
    statistics: "Statistics",
    sites: "Sites",
    me: "Profile",
  },
  loadingPage: "Loading the page…",
  pageFailed: "The page could not be opened",
  pageFailedDetail:
    "The connection may be gone, or Vedette was updated meanwhile. Reloading mostly helps.",
  reload: "Reload",
};

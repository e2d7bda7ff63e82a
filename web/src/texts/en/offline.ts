export const offline = {
  title: "What you saw last",
  at: "No connection. This is the list as it was on",
  empty: "There were no clips.",
  updated: "Vedette was updated.",
  reload: "Reload",
};

export const session = {
  pageTitle: "Sign in",
  promise: "See what your cameras saw.",
  about: "Clips from every camera of your sites, newest first, in your own cloud.",
  signIn: "Sign in",
  signOut: "Sign out",
  signedInAs: (who: string) => `Signed in as ${who}`,
  ended: {
    expired: "Your session has ended. Sign in again to go on where you were.",
    refused: "The sign-in was not completed.",
    stale: "That sign-in was too old or began in another tab. Please try again.",
    unreachable: "The sign-in service cannot be reached. Check your connection and try again.",
  },
};

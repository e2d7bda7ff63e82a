export const startup = {
  title: "Vedette could not start",
  detail: "Its settings could not be loaded. Check your connection and try again.",
  again: "Try again",
};

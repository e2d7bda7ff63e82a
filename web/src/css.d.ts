import "react";

declare module "react" {
  interface CSSProperties {
    /** Width divided by height of the picture a frame will hold. */
    "--shape"?: number;
    /** How much of a film is loaded, 0 to 1. */
    "--loaded"?: number;
    /** How much of it was played, 0 to 1. */
    "--played"?: number;
  }
}

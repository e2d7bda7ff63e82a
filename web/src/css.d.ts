import "react";

declare module "react" {
  interface CSSProperties {
    /** Width divided by height of the picture a frame will hold. */
    "--shape"?: number;
  }
}

/** Shows the film in a window of its own, or takes it back; undefined where there is no such thing. */
export function makePictureToggle(video: HTMLVideoElement | null): (() => void) | undefined {
  if (video === null || !document.pictureInPictureEnabled) return undefined;
  return () => void togglePicture(video);
}

async function togglePicture(video: HTMLVideoElement): Promise<void> {
  try {
    if (document.pictureInPictureElement === video) await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
  } catch (error) {
    // Refused until the film is loaded, or by the reader's settings: nothing changes then.
    if (!(error instanceof DOMException)) throw error;
  }
}

import type { Texts } from "..";

export const clips: Texts["clips"] = {
  pageTitle: "Clips",
  camera: "Kamera",
  allCameras: "Alle Kameras",
  kind: "Art",
  kinds: { all: "Alle", clip: "Clips", still: "Fotos" },
  still: "Foto",
  uploading: "Wird übertragen",
  today: "Heute",
  yesterday: "Gestern",
  loading: "Clips werden geladen …",
  loadMore: "Mehr laden",
  loadingMore: "Weitere werden geladen …",
  end: "Das ist alles.",
  arrived: (count) => (count === 1 ? "1 neuer Clip" : `${count} neue Clips`),
  noPicture: "Noch kein Bild",
  empty: {
    title: "Noch keine Clips",
    detail:
      "Clips erscheinen hier von selbst, Sekunden nachdem eine Kamera aufnimmt. Dazu den FTP-Upload einer Kamera auf das Gateway richten und etwas bewegen.",
    filtered: "Keine passenden Clips",
    filteredDetail: "Zu diesem Filter wurde nichts aufgenommen.",
    clear: "Filter aufheben",
    noSite: "Noch kein Mitglied eines Standorts",
    noSiteDetail:
      "Eine Person, der der Standort gehört, kann eine Einladung senden; danach neu anmelden.",
  },
  failed: "Die Clips ließen sich nicht laden",
  moreFailed: "Weitere Clips ließen sich nicht laden",
};

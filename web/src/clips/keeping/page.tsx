import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useApp } from "../../app_context";
import { texts } from "../../texts";
import { BinIcon } from "../../ui/icons";
import { Notice, ProblemNotice } from "../../ui/notice";
import { PageFrame, Section } from "../../ui/page";
import { formatCamera } from "../format";
import { InSiteZone } from "../in_site_zone";
import { useSites } from "../queries";
import type { DeletedClip } from "./api";
import classes from "./page.module.css";
import { useDeleted, useDeletions } from "./queries";
import { mayDelete } from "./state";

/** What owners can still bring back. */
export default function DeletedPage() {
  const sites = useSites();
  const own = sites.data?.filter(mayDelete) ?? [];
  return (
    <PageFrame title={texts.keeping.pageTitle}>
      <p className={classes.detail}>{texts.keeping.pageDetail}</p>
      {sites.data === undefined && sites.error === null && <Waiting />}
      {sites.data === undefined && sites.error !== null && (
        <ProblemNotice
          title={texts.keeping.failed}
          error={sites.error}
          onRetry={() => void sites.refetch()}
        />
      )}
      {sites.data !== undefined && own.length === 0 && (
        <Notice
          icon={<BinIcon />}
          title={texts.keeping.notOwner}
          detail={texts.keeping.notOwnerDetail}
        />
      )}
      {own.map(({ id, name }) => (
        <InSiteZone key={id} site={id}>
          <SiteSection site={id} name={name} />
        </InSiteZone>
      ))}
    </PageFrame>
  );
}

function Waiting() {
  return (
    <div className={classes.list} aria-busy="true">
      <VisuallyHidden>{texts.keeping.loading}</VisuallyHidden>
      {["a", "b", "c"].map((key) => (
        <Skeleton key={key} height={72} radius="md" />
      ))}
    </div>
  );
}

function SiteSection({ site, name }: { site: string; name: string }) {
  const list = useDeleted(site);
  const clips = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={name}>
      {list.data === undefined && list.error === null && <Waiting />}
      {list.data === undefined && list.error !== null && (
        <ProblemNotice
          title={texts.keeping.failed}
          error={list.error}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.data !== undefined && clips.length === 0 && !list.hasNextPage && (
        <div className={classes.nothing}>
          <Notice
            icon={<BinIcon />}
            title={texts.keeping.empty}
            detail={texts.keeping.emptyDetail}
          />
        </div>
      )}
      {clips.length > 0 && (
        <ul className={classes.list}>
          {clips.map((clip) => (
            <DeletedRow key={clip.id} clip={clip} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {texts.keeping.more}
        </Button>
      )}
    </Section>
  );
}

function DeletedRow({ clip }: { clip: DeletedClip }) {
  const { formats } = useApp();
  const { restore } = useDeletions();
  const [isBusy, setBusy] = useState(false);
  const camera = formatCamera(clip.camera);
  const recorded = formats.moment(clip.recorded_at);
  return (
    <li className={classes.row} data-clip-id={clip.id}>
      {clip.thumb_url === null ? (
        <span className={classes.blank} />
      ) : (
        <img
          className={classes.picture}
          src={clip.thumb_url}
          alt=""
          width={128}
          height={72}
          loading="lazy"
          decoding="async"
        />
      )}
      <div className={classes.words}>
        <span className={classes.camera}>{camera}</span>
        <time dateTime={clip.recorded_at}>{recorded}</time>
        <span className={classes.until}>
          {texts.keeping.deletedAt(formats.moment(clip.deleted_at))}
        </span>
        <span className={classes.until}>
          {texts.keeping.goneAt(formats.moment(clip.restorable_until))}
        </span>
      </div>
      <Button
        variant="default"
        disabled={isBusy}
        aria-label={texts.keeping.restoreOf(camera, recorded)}
        onClick={async () => {
          setBusy(true);
          await restore(clip.id);
          setBusy(false);
        }}
      >
        {texts.keeping.restore}
      </Button>
    </li>
  );
}

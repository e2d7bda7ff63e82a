import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useMemo, useState } from "react";
import { useApp } from "../app_context";
import { CLIPS_WATERMARK_LETTERS_MAX } from "../contract";
import { texts } from "../texts";
import { CloseIcon } from "../ui/icons";
import { ProblemNotice } from "../ui/notice";
import { Problem } from "../ui/problem";
import { makeSharingApi, type NewShare, type Share } from "./api";
import classes from "./sharing.module.css";
import { endOf, formatShareLink } from "./state";

const DAYS = ["1", "7", "30"] as const;

/** Makes links of a clip, lists and revokes them. */
export default function ShareDialog({ clip, close }: { clip: string; close: () => void }) {
  return (
    <Modal.Root
      opened
      onClose={close}
      centered
      size="34rem"
      // Mantine's lock injects styles; the page is locked by the clip behind.
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{texts.sharing.shareTitle}</Modal.Title>
          <button
            type="button"
            className={classes.close}
            aria-label={texts.player.close}
            onClick={close}
          >
            <CloseIcon />
          </button>
        </div>
        <div className={classes.body}>
          <Making clip={clip} />
          <Links clip={clip} />
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

function useSharingApi() {
  const { client } = useApp();
  return useMemo(() => makeSharingApi(client), [client]);
}

function Making({ clip }: { clip: string }) {
  const api = useSharingApi();
  const queries = useQueryClient();
  const [days, setDays] = useState<string>("7");
  const [watermark, setWatermark] = useState("");
  const making = useMutation({
    mutationFn: () =>
      api.share(clip, {
        expires_at: endOf(Number(days), Date.now()),
        watermark: watermark.trim() === "" ? null : watermark.trim(),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["shares", clip] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!making.isPending) making.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.detail}>{texts.sharing.shareDetail}</p>
      <NativeSelect
        label={texts.sharing.ends}
        data={DAYS.map((value) => ({ value, label: texts.sharing.endChoices[value] }))}
        value={days}
        onChange={({ currentTarget: { value } }) => setDays(value)}
      />
      <TextInput
        label={texts.sharing.watermark}
        description={texts.sharing.watermarkDetail}
        maxLength={CLIPS_WATERMARK_LETTERS_MAX}
        value={watermark}
        onChange={({ currentTarget: { value } }) => setWatermark(value)}
      />
      <div>
        <Button type="submit" aria-disabled={making.isPending}>
          {making.isPending ? texts.sharing.making : texts.sharing.make}
        </Button>
      </div>
      {making.error !== null && (
        <p role="alert" className={classes.error}>
          {texts.sharing.failed}. {wordsOf(making.error)}
        </p>
      )}
      {making.data !== undefined && <Made made={making.data} />}
    </form>
  );
}

function Made({ made }: { made: NewShare }) {
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const link = formatShareLink(window.location.origin, made.secret);
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied("yes"),
      () => setCopied("failed"),
    );
  return (
    <div className={classes.made} role="status">
      <p>{texts.sharing.made}</p>
      <div className={classes.row}>
        <TextInput
          className={classes.grow}
          aria-label={texts.sharing.link}
          readOnly
          value={link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button variant="default" onClick={() => void copy()}>
          {copied === "yes" ? texts.sharing.copied : texts.sharing.copy}
        </Button>
      </div>
      {copied === "failed" && <p className={classes.error}>{texts.sharing.copyFailed}</p>}
    </div>
  );
}

function Links({ clip }: { clip: string }) {
  const api = useSharingApi();
  const heading = useId();
  const links = useQuery({
    queryKey: ["shares", clip],
    queryFn: ({ signal }) => api.shares(clip, signal),
  });
  return (
    <section aria-labelledby={heading} className={classes.links}>
      <h3 id={heading} className={classes.heading}>
        {texts.sharing.links}
      </h3>
      {links.isPending && <div className={classes.skeleton} aria-busy="true" />}
      {links.error !== null && (
        <ProblemNotice
          title={texts.sharing.linksFailed}
          error={links.error}
          onRetry={() => void links.refetch()}
        />
      )}
      {links.data?.length === 0 && <p className={classes.detail}>{texts.sharing.noLinks}</p>}
      {links.data !== undefined && links.data.length > 0 && (
        <ul className={classes.list}>
          {links.data.map((share) => (
            <LinkRow key={share.id} share={share} />
          ))}
        </ul>
      )}
    </section>
  );
}

function LinkRow({ share }: { share: Share }) {
  const api = useSharingApi();
  const queries = useQueryClient();
  const { formats } = useApp();
  const revoking = useMutation({
    mutationFn: () => api.revoke(share.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["shares", share.clip] }),
  });
  const words = [
    texts.sharing.states[share.state],
    share.state === "open" ? texts.sharing.until(formats.moment(share.expires_at)) : null,
    texts.sharing.views(share.views),
  ];
  return (
    <li className={classes.item}>
      <div className={classes.grow}>
        <div>{share.watermark ?? formats.moment(share.created_at)}</div>
        <div className={classes.about}>{words.filter((word) => word !== null).join(", ")}</div>
        {revoking.error !== null && (
          <p role="alert" className={classes.error}>
            {texts.sharing.revokeFailed}. {wordsOf(revoking.error)}
          </p>
        )}
      </div>
      {share.state === "open" && (
        <Button
          variant="default"
          aria-disabled={revoking.isPending}
          onClick={() => !revoking.isPending && revoking.mutate()}
        >
          {texts.sharing.revoke}
        </Button>
      )}
    </li>
  );
}

function wordsOf(error: Error): string {
  return error instanceof Problem ? error.message : texts.problem.broken;
}

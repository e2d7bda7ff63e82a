import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Filter } from "../route";
import { texts } from "../texts";
import {
  completeSearch,
  parseSearch,
  type SearchFault,
  type Vocabulary,
  writeSearch,
} from "./search";
import classes from "./search_line.module.css";

const OFFERS_MAX = 8;

interface SearchLineProps {
  filter: Filter;
  vocabulary: Vocabulary;
  choose: (filter: Filter) => void;
}

/** The filter in words, with what could come next; Enter asks for it. */
export function SearchLine({ filter, vocabulary, choose }: SearchLineProps) {
  const written = writeSearch(filter, vocabulary);
  const [line, setLine] = useState(written);
  const [offers, setOffers] = useState<string[]>([]);
  const [active, setActive] = useState(-1);
  const [faults, setFaults] = useState<SearchFault[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  // What was chosen elsewhere, or came with the address, stands in the line as well.
  useEffect(() => {
    setLine(written);
    setFaults([]);
  }, [written]);

  const offer = (text: string) => {
    const caret = input.current?.selectionStart ?? text.length;
    setOffers(completeSearch(text, caret, vocabulary).slice(0, OFFERS_MAX));
    setActive(-1);
  };
  const change = (text: string) => {
    setLine(text);
    setFaults([]);
    offer(text);
  };
  const take = (text: string) => {
    change(text);
    input.current?.focus();
  };
  const ask = () => {
    setOffers([]);
    const search = parseSearch(line, vocabulary, filter);
    setFaults(search.faults);
    if (search.faults.length === 0) choose(search.filter);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      const chosen = offers[active];
      if (chosen === undefined) ask();
      else take(chosen);
    } else if (event.key === "Escape") {
      if (offers.length === 0 && line !== written) change(written);
      setOffers([]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (offers.length === 0) return offer(line);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((at) => (at + step + offers.length + (at < 0 && step < 0 ? 1 : 0)) % offers.length);
    }
  };
  const [fault] = faults;
  return (
    <search className={classes.search}>
      <input
        ref={input}
        className={classes.line}
        type="text"
        role="combobox"
        aria-label={texts.list.search}
        aria-autocomplete="list"
        aria-expanded={offers.length > 0}
        aria-controls={`${id}-offers`}
        aria-activedescendant={active < 0 ? undefined : `${id}-${active}`}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-told`}
        placeholder={texts.list.searchHint}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="search"
        value={line}
        onChange={(event) => change(event.currentTarget.value)}
        onFocus={(event) => offer(event.currentTarget.value)}
        onBlur={() => setOffers([])}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-offers`}
        role="listbox"
        aria-label={texts.list.search}
        className={classes.offers}
        hidden={offers.length === 0}
      >
        {offers.map((text, at) => (
          <div
            key={text}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={classes.offer}
            // Before the line loses the focus, which would take the offers away.
            onPointerDown={(event) => {
              event.preventDefault();
              take(text);
            }}
          >
            {text}
          </div>
        ))}
      </div>
      <p id={`${id}-told`} className={fault === undefined ? classes.help : classes.fault}>
        <span role="alert">
          {fault !== undefined && texts.list.faults[fault.fault](fault.word)}
        </span>
        {fault === undefined && texts.list.searchHelp}
      </p>
    </search>
  );
}

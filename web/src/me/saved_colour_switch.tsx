import { ColourSwitch } from "../ui/colour_switch";
import { useSaveChoices } from "./profile";
import { useChoices } from "./use_choices";

/** The switch of somebody who is signed in: all choices of the profile hold, and this one is kept. */
export function SavedColourSwitch() {
  useChoices();
  const save = useSaveChoices();
  return <ColourSwitch onChoose={(theme) => save.mutate({ theme })} />;
}

import { app } from "./app";
import { clips } from "./clips";
import { groups } from "./groups";
import { keeping } from "./keeping";
import { list } from "./list";
import { me } from "./me";
import { members } from "./members";
import { notifications } from "./notifications";
import { offline } from "./offline";
import { player } from "./player";
import { problem } from "./problem";
import { session } from "./session";
import { sharing } from "./sharing";
import { sites } from "./sites";
import { startup } from "./startup";
import { statistics } from "./statistics";
import { units } from "./units";
import { watching } from "./watching";

/** English; what the other languages have to say. */
export const en = {
  app,
  clips,
  groups,
  keeping,
  list,
  me,
  members,
  notifications,
  offline,
  player,
  problem,
  session,
  sharing,
  sites,
  startup,
  statistics,
  units,
  watching,
};

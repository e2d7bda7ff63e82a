import { app } from "./app";
import { clips } from "./clips";
import { player } from "./player";
import { problem } from "./problem";
import { session } from "./session";
import { startup } from "./startup";
import { units } from "./units";

/** Every word a person reads; another language is another folder of this shape. */
export const en = { app, startup, session, clips, player, problem, units };

import { shallowReactive } from "vue";
import { forgetAnswers } from "./answer.ts";
import type { Session } from "./api-answers.ts";
import { ask, Failure, onSignedOut, send } from "./api-client.ts";

// The token itself is in a cookie that no script reads; here stands only whose it is.

/** Who sits before the screen. */
export const session = shallowReactive({
  /** null: not known, and then nothing is offered that needs it. */
  who: null as Session | null,
  /** One has to sign in before anything is shown. */
  isSignedOut: false,
});

onSignedOut(leave);

/** Resolves when it is known who is there, or cannot be known. */
export async function askSession(): Promise<void> {
  try {
    session.who = await ask<Session>("/session");
  } catch (error) {
    // A service that does not answer is told by the screen, which asks it too.
    if (!(error instanceof Failure)) throw error;
  }
}

/** @throws Failure */
export async function signIn(token: string): Promise<void> {
  session.who = await send<Session>("POST", "/session", { token });
  forgetAnswers();
  session.isSignedOut = false;
}

/** @throws Failure */
export async function signOut(): Promise<void> {
  await send("DELETE", "/session", null);
  leave();
}

/** The address stays, so that one finds what one wanted after signing in. */
function leave(): void {
  forgetAnswers();
  session.who = null;
  session.isSignedOut = true;
}

import { beforeEach, describe, expect, test } from "vitest";
import type { Reason } from "../domain/snapshot.ts";
import { Breaker, type Trial } from "./breaker.ts";

const HOST = "http://www.portal.test";
const COOL_DOWN = 1000;

let now: number;
let breaker: Breaker;
beforeEach(() => {
  now = 0;
  breaker = new Breaker({ coolDownMs: COOL_DOWN, clock: () => now });
});

function admitted(path: string): Trial {
  const trial = breaker.admit(`${HOST}${path}`);
  if (typeof trial === "string") throw new Error(`${path} was refused: ${trial}`);
  return trial;
}

/** Asks for each path in turn, and each fails. */
function fail(paths: readonly string[], reason: Reason): void {
  for (const path of paths) admitted(path).failed(reason);
}

const refusal = () => breaker.refusal(`${HOST}/any`);
const columns = (count: number) => Array.from({ length: count }, (_, n) => `/unit-${"abcdefghijkl"[n]}/`);
const articles = (count: number) => Array.from({ length: count }, (_, n) => `/tzgg/2016${10 + n}/t${n}.html`);

describe("a host is left alone", () => {
  test.each<[Reason]>([["timeout"], ["unreachable"], ["server-error"]])(
    "when five addresses fail one after another, and its reason is the last: %s",
    (reason) => {
      fail(columns(4), reason);
      expect(refusal()).toBeNull();
      fail(["/one-more/"], reason);
      expect(refusal()).toBe(reason);
    },
  );

  test("when nothing is answered, wherever the addresses lie", () => {
    fail(articles(5), "timeout");
    expect(refusal()).toBe("timeout");
  });

  test("for as long as it has asked for itself", () => {
    breaker.leaveAlone(`${HOST}/`, "blocked", 5000);
    now = 4999;
    expect(refusal()).toBe("blocked");
    now = 5000;
    expect(refusal()).toBeNull();
  });

  test("and no other host with it", () => {
    fail(columns(5), "timeout");
    expect(breaker.refusal("http://other.portal.test/")).toBeNull();
    expect(breaker.refusal("http://www.portal.test:8080/")).toBeNull();
  });
});

describe("a host is asked on", () => {
  test("where one address fails again and again", () => {
    fail(Array(20).fill("/broken/"), "timeout");
    expect(refusal()).toBeNull();
  });

  test("where it answers in between", () => {
    for (let round = 0; round < 5; round += 1) {
      fail(columns(4), "server-error");
      admitted("/home/").answered();
    }
    expect(refusal()).toBeNull();
  });

  test("where slow pages time out while others are answered", () => {
    const slow = columns(8).map(admitted);
    admitted("/home/").answered();
    for (const trial of slow) trial.failed("timeout");
    expect(refusal()).toBeNull();
  });

  test("where the articles of one module end in errors of the server", () => {
    fail(articles(40), "server-error");
    expect(refusal()).toBeNull();
  });

  test("where requests are given up", () => {
    for (const path of columns(9)) admitted(path).dropped();
    expect(refusal()).toBeNull();
  });
});

describe("after the cool-down", () => {
  beforeEach(() => {
    fail(columns(5), "timeout");
    now = COOL_DOWN;
  });

  test("one address alone is asked", () => {
    admitted("/probe/");
    expect(breaker.admit(`${HOST}/another/`)).toBe("timeout");
  });

  test("an answer ends it", () => {
    admitted("/probe/").answered();
    expect(refusal()).toBeNull();
    fail(columns(4), "timeout");
    expect(refusal()).toBeNull();
  });

  test("a failure begins it anew, with its own reason", () => {
    admitted("/probe/").failed("unreachable");
    expect(refusal()).toBe("unreachable");
    now = 2 * COOL_DOWN;
    expect(refusal()).toBeNull();
  });

  test("a probe that was given up leaves the turn to the next", () => {
    admitted("/probe/").dropped();
    admitted("/another/").answered();
    expect(refusal()).toBeNull();
  });
});

import { expect, test } from "vitest";
import { guarded } from "./guarded.ts";

test("what throws gives what stands in for it", () => {
  const broken = () => {
    throw new RangeError("too deep");
  };
  expect(guarded(broken, () => "otherwise")).toBe("otherwise");
  expect(guarded<string>(() => "read", broken)).toBe("read");
});

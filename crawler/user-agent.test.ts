import { expect, test } from "vitest";
import { userAgentOf } from "./user-agent.ts";

test.each<[contact: string | null, about: string]>([
  [null, "patrol of government information columns"],
  ["http://www.example.gov.cn/xuncha/", "+http://www.example.gov.cn/xuncha/"],
  ["xxzx@example.gov.cn", "+xxzx@example.gov.cn"],
  ["  0722-1234567 ", "+0722-1234567"],
  ["电话0722-1234567", "+%E7%94%B5%E8%AF%9D0722-1234567"],
  ["a)\r\nX-Evil: 1; (b", "+a%29 X-Evil: 1%3B %28b"],
])("%s is introduced as %s", (contact, about) => {
  const header = userAgentOf("0.1.0", contact);
  expect(header).toBe(`Mozilla/5.0 (compatible; xuncha/0.1.0; ${about})`);
  expect(() => new Headers({ "user-agent": header })).not.toThrow();
});

import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Parts of a rule that say and show; what it decides stands in the others. */
const SAID = new Set(["title", "about", "basis", "wording", "examples"]);

/** Leaves a rule's words and examples unmutated: the sentences are read by people, the examples are the tests. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "words", {
    shouldIgnore(path) {
      if (isText(path.node)) return "words for people";
      if (!path.isObjectProperty()) return undefined;
      const isSaid = SAID.has(nameOf(path.node)) && isRule(path.parentPath?.parentPath);
      return isSaid ? "words and examples of a rule" : undefined;
    },
  }),
];

/** `defineRule({ … })` */
function isRule(path) {
  return path?.isCallExpression() === true && path.node.callee.name === "defineRule";
}

/** `{ zh, en }` */
function isText(node) {
  return (
    node.type === "ObjectExpression" &&
    node.properties.length === 2 &&
    node.properties.map(nameOf).join() === "zh,en"
  );
}

function nameOf(property) {
  return property.key?.name ?? property.key?.value ?? null;
}

// Rules of our own for tests: an expectation that cannot fail as it should is worse than none.

/** Is this call `expect(...)`, the start of an expectation? */
const isExpect = (node) => node.callee.type === 'Identifier' && node.callee.name === 'expect';

/** The matcher that is called on `expect(...)`, with what stands between: `['not', 'toBe']`. */
function matchersOf(node) {
  const names = [];
  let at = node.parent;
  while (at?.type === 'MemberExpression' && !at.computed) {
    names.push(at.property.name);
    at = at.parent;
  }
  return names;
}

/** Visits `node` and what it is made of, but no function in it: what that returns is the business of who calls it. */
function visit(node, see) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const each of node) visit(each, see);
    return;
  }
  if (typeof node.type !== 'string' || /Function/.test(node.type)) return;
  see(node);
  for (const [key, value] of Object.entries(node)) if (key !== 'parent') visit(value, see);
}

/** `expect(x ?? y)`: where x is missing, y is tested instead, and y is what the test itself wrote. */
const noDefault = {
  meta: { type: 'problem', docs: { description: 'what is expected may not be replaced by a default' } },
  create: (context) => ({
    CallExpression(node) {
      if (!isExpect(node)) return;
      visit(node.arguments, (part) => {
        if (part.type !== 'LogicalExpression' || part.operator !== '??') return;
        context.report({
          node: part,
          message: 'a missing value would be replaced by what the test wrote: expect it alone',
        });
      });
    },
  }),
};

/** `expect(x?.y).not.toBe(z)`: holds of what is not there at all. */
const noMissingInNegation = {
  meta: { type: 'problem', docs: { description: 'what must not be so must be there' } },
  create: (context) => ({
    CallExpression(node) {
      if (!isExpect(node) || !matchersOf(node).includes('not')) return;
      visit(node.arguments, (part) => {
        if (part.type !== 'ChainExpression') return;
        context.report({
          node: part,
          message: 'a missing value is never what it must not be: expect that it is there',
        });
      });
    },
  }),
};

/** Is this a loop that asks again after a pause? The function that holds the pause is where the search ends. */
function isInLoop(node) {
  for (let at = node.parent; at && !/Function/.test(at.type); at = at.parent) {
    if (/^(?:While|DoWhile|For)/.test(at.type)) return true;
  }
  return false;
}

/** `await sleep(7_000)`: too long on one machine, too short on another. A pause between two looks is fine. */
const noFixedPause = {
  meta: { type: 'problem', docs: { description: 'a test waits for a condition, not for a time' } },
  create: (context) => ({
    AwaitExpression(node) {
      const { argument } = node;
      const text = context.sourceCode.getText(argument);
      const isPause = /^(?:sleep\([\d_]+\)|new Promise\(.*\bsetTimeout\(\w+, [\d_]+\)\)$)/s.test(text);
      if (isPause && !isInLoop(node))
        context.report({ node, message: 'wait for a condition (`waitFor`), not for a time' });
    },
  }),
};

export default {
  meta: { name: 'everbox' },
  rules: {
    'no-default-in-expect': noDefault,
    'no-missing-in-negation': noMissingInNegation,
    'no-fixed-pause': noFixedPause,
  },
};

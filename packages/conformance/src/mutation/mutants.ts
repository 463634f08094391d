import ts from 'typescript';

/** One condition that can be taken out of a source, and the text that takes it out when its number is the active one. */
export interface Mutant {
  readonly number: number;
  readonly file: string;
  readonly line: number;
  /** What is done: `true` and `false` to a condition, `operand`, `negated`, `boundary`, `no throw`, `no call`, `no element`, `no case`, `every/some`. */
  readonly kind: string;
  /** What it is done to, in one line. */
  readonly text: string;
}

export interface Instrumented {
  /** TypeScript still: every mutant is in it, and none is active. */
  readonly code: string;
  readonly mutants: readonly Mutant[];
}

const MAX_TEXT = 100;
/** Globals that the running thread provides: is this mutant active, and may this loop go on. */
const ACTIVE = '__ncpMutant';
const LOOP = '__ncpLoop';

const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken]);
const BOUNDARY: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.LessThanToken, '<='], [ts.SyntaxKind.LessThanEqualsToken, '<'], [ts.SyntaxKind.GreaterThanToken, '>='], [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
]);
const LOGICAL: ReadonlyMap<ts.SyntaxKind, 'true' | 'false'> = new Map([[ts.SyntaxKind.AmpersandAmpersandToken, 'true'], [ts.SyntaxKind.BarBarToken, 'false']]);
const OPPOSITE: Readonly<Record<string, string>> = { every: 'some', some: 'every' };

/** The operand of a chain of `&&` or `||`, and what stands for it when it is taken out; a part of the chain itself is none. */
const operandOf = (node: ts.Node): 'true' | 'false' | undefined => {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent)) return undefined;
  const neutral = LOGICAL.get(parent.operatorToken.kind);
  const isChain = ts.isBinaryExpression(node) && node.operatorToken.kind === parent.operatorToken.kind;
  return isChain ? undefined : neutral;
};

const isCondition = (node: ts.Node): boolean => {
  const { parent } = node;
  return (ts.isIfStatement(parent) && parent.expression === node) || (ts.isConditionalExpression(parent) && parent.condition === node);
};

const isLoopCondition = (node: ts.Node): boolean => {
  const { parent } = node;
  return ((ts.isWhileStatement(parent) || ts.isDoStatement(parent)) && parent.expression === node) || (ts.isForStatement(parent) && parent.condition === node);
};

/** A throw that is all that its `if` does: without the throw it is as if the condition were false. */
const isAloneInIf = (node: ts.Statement): boolean => {
  const block = ts.isBlock(node.parent) && node.parent.statements.length === 1 ? node.parent : node;
  return ts.isIfStatement(block.parent) && block.parent.thenStatement === block && block.parent.elseStatement === undefined;
};

const isCall = (node: ts.Expression): boolean => ts.isCallExpression(ts.isAwaitExpression(node) ? node.expression : node);

/** A list of names, as tables of checks are: one taken out is a check taken out. */
const isTableElement = (node: ts.Node): boolean =>
  ts.isArrayLiteralExpression(node.parent) && node.parent.elements.every((one) => ts.isIdentifier(one) || (ts.isSpreadElement(one) && ts.isIdentifier(one.expression)));

/** Types and declarations of names hold no conditions. */
const isBarren = (node: ts.Node): boolean =>
  ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node);

/** Makes every mutant of one source. `first` numbers them on. Nullish defaults are left alone: most are there for the compiler. */
export const instrument = (file: string, source: string, first = 0): Instrumented => {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2024, true);
  const mutants: Mutant[] = [];
  const mutant = (node: ts.Node, kind: string): string => {
    const number = first + mutants.length;
    const text = node.getText(tree).replaceAll(/\s+/g, ' ');
    mutants.push({ number, file, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, kind, text: text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text });
    return `${ACTIVE}(${String(number)})`;
  };

  /** The node with its children written; `body` is its text without what stands before it. */
  const changed = (node: ts.Node, body: string): string => {
    // In braces: an `else` that follows is not the one of this `if`.
    if (ts.isThrowStatement(node)) return isAloneInIf(node) ? body : `{ if (!${mutant(node, 'no throw')}) ${body} }`;
    if (ts.isExpressionStatement(node)) return isCall(node.expression) ? `{ if (!${mutant(node, 'no call')}) ${body} }` : body;
    if (ts.isSpreadElement(node)) return isTableElement(node) ? `...(${mutant(node, 'no element')} ? [] : ${body.slice('...'.length)})` : body;
    // A loop without condition ends by what is in it, and a mutant may be in it.
    if (ts.isBlock(node) && ts.isForStatement(node.parent) && node.parent.condition === undefined) return `{ ${LOOP}(); ${body.slice(1)}`;
    if (!ts.isExpression(node)) return body;
    let text = body;
    if (ts.isIdentifier(node) && isTableElement(node)) return `...(${mutant(node, 'no element')} ? [] : [${text}])`;
    if (ts.isCaseClause(node.parent) && node.parent.expression === node) return `(${mutant(node, 'no case')} ? Symbol() : ${text})`;
    if (ts.isBinaryExpression(node)) {
      const sign = node.operatorToken.kind;
      const boundary = BOUNDARY.get(sign);
      if (EQUALITY.has(sign) && !isCondition(node)) text = `(${mutant(node, 'negated')} !== (${text}))`;
      else if (boundary !== undefined) text = `(${mutant(node, 'boundary')} ? (${node.left.getText(tree)}) ${boundary} (${node.right.getText(tree)}) : ${text})`;
    }
    const neutral = operandOf(node);
    if (neutral !== undefined) text = `(${mutant(node, 'operand')} ? ${neutral} : ${text})`;
    if (isCondition(node)) text = `(${mutant(node, 'true')} ? true : ${mutant(node, 'false')} ? false : ${text})`;
    if (isLoopCondition(node)) text = `(${LOOP}() && (${mutant(node, 'false')} ? false : ${text}))`;
    return text;
  };

  const written = (node: ts.Node): string => {
    const from = node.getFullStart();
    if (isBarren(node)) return source.slice(from, node.end);
    if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node && Object.hasOwn(OPPOSITE, node.name.text)) {
      const question = node.questionDotToken === undefined ? '' : '?.';
      return `${written(node.expression)}${question}[${mutant(node.name, 'every/some')} ? '${OPPOSITE[node.name.text] ?? ''}' : '${node.name.text}']`;
    }
    let out = '';
    let at = from;
    ts.forEachChild(node, (child) => {
      out += source.slice(at, child.getFullStart()) + written(child);
      at = child.end;
    });
    out += source.slice(at, node.end);
    if (node.kind === ts.SyntaxKind.SourceFile) return out;
    const lead = node.getStart(tree) - from;
    return out.slice(0, lead) + changed(node, out.slice(lead));
  };

  return { code: written(tree), mutants };
};

import { atLeast, best, type Finding, together } from './finding.ts';
import { evaluateLines } from './lines-check.ts';
import { type NodeReading, outputOf } from './node-reading.ts';
import { evaluateOutput } from './output-check.ts';
import { evaluateReach, pingOf } from './reach-check.ts';
import type { Check, LeafCheck } from './rules.ts';
import { evaluateState } from './state-check.ts';

/** How far a node meets a check. What was not collected is as if it were empty: ask `gapOf` first. */
export function evaluate(check: Check, node: NodeReading): Finding {
  if ('all' in check) return together(check.all.map((each) => evaluate(each, node)));
  if ('any' in check) return best(check.any.map((each) => evaluate(each, node)));
  if (!('of' in check)) return evaluateLeaf(check, node);
  const findings = check.of.map((each) => evaluate(each, node));
  return atLeast(check.atLeast, findings);
}

function evaluateLeaf(check: LeafCheck, node: NodeReading): Finding {
  if ('output' in check) return evaluateOutput(check, outputOf(node, check.output));
  if ('reach' in check) return evaluateReach(check, outputOf(node, pingOf(check)));
  if ('interface' in check) return evaluateState(check, node.interfaces ?? []);
  return evaluateLines(check, node.texts[check.source ?? 'running'] ?? []);
}

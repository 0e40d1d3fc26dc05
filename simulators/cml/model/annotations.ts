import { type Cml, newId, notFound, Refusal } from './cml.ts';
import { tags } from './power.ts';
import type { Lab, Properties } from './state.ts';

/** What CML draws for a tag when nobody said otherwise. */
function smartDefaults(tag: string): Properties {
  return {
    tag,
    is_on: true,
    padding: 35,
    label: tag,
    tag_offset_x: 0,
    tag_offset_y: 0,
    tag_size: 14,
    group_distance: 400,
    thickness: 1,
    border_style: '',
    fill_color: '#00FF0010',
    border_color: '#00000080',
    z_index: 0,
  };
}

/** One smart annotation for each tag in use, no more. */
export function redrawSmartAnnotations(cml: Cml, lab: Lab): void {
  const used = new Set(lab.nodes.flatMap(tags));
  const kept = lab.smartAnnotations.filter(
    ({ properties, exported }) => exported || used.has(String(properties['tag'])),
  );
  const drawn = new Set(kept.map(({ properties }) => properties['tag']));
  const fresh = [...used].filter((tag) => !drawn.has(tag));
  const added = fresh.map((tag) => ({ id: newId(cml), properties: smartDefaults(tag), exported: false }));
  Object.assign(lab, { smartAnnotations: [...kept, ...added] });
}

const common = {
  border_color: '#808080FF',
  border_style: '',
  color: '#FFFFFFFF',
  thickness: 1,
  x1: 0,
  y1: 0,
  z_index: 0,
};
const area = { ...common, x2: 100, y2: 100 };

const annotationDefaults: Readonly<Record<string, Properties>> = {
  text: {
    ...common,
    rotation: 0,
    text_bold: false,
    text_content: '',
    text_font: 'monospace',
    text_italic: false,
    text_size: 12,
    text_unit: 'pt',
  },
  rectangle: { ...area, rotation: 0, border_radius: 0 },
  ellipse: { ...area, rotation: 0 },
  line: { ...area, line_start: null, line_end: null },
};

export function annotationsOf(lab: Lab): Properties[] {
  return lab.annotations.map(({ id, properties }) => ({ id, ...properties }));
}

export function smartAnnotationsOf(lab: Lab): Properties[] {
  return lab.smartAnnotations.map(({ id, properties }) => ({
    id,
    ...smartDefaults(String(properties['tag'])),
    ...properties,
  }));
}

/** @throws Refusal when its type is none of the four */
export function createAnnotation(cml: Cml, lab: Lab, properties: Properties): Properties {
  const defaults = annotationDefaults[String(properties['type'])];
  if (!defaults) throw new Refusal(400, `Unknown annotation type: ${String(properties['type'])}`);
  const annotation = { id: newId(cml), properties: { ...defaults, ...properties } };
  lab.annotations.push(annotation);
  return { id: annotation.id, ...annotation.properties };
}

/** @throws Refusal */
export function getAnnotation(lab: Lab, id: string): Lab['annotations'][number] {
  const annotation = lab.annotations.find((one) => one.id === id);
  if (!annotation) throw notFound('Annotation', id);
  return annotation;
}

/** @throws Refusal */
export function getSmartAnnotation(lab: Lab, id: string): Lab['smartAnnotations'][number] {
  const annotation = lab.smartAnnotations.find((one) => one.id === id);
  if (!annotation) throw notFound('SmartAnnotation', id);
  return annotation;
}

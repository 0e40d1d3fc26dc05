export type { Template, TemplateEvent } from './template.ts';
export { evolveTemplate } from './template.ts';

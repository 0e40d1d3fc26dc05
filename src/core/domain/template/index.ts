export type { TemplateDraft } from './decide.ts';
export { completeTemplate, define, switchTo } from './decide.ts';
export type { Template, TemplateContent, TemplateEvent } from './template.ts';
export { evolveTemplate, isOffered } from './template.ts';

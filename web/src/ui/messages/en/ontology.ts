/** English words of the ontology page. */
export const ontology = {
  'ontology.lead': 'Version {n}, {at}. While labels exist a new version may add, but not take away.',
  'ontology.upload': 'New version from a file',
  'ontology.notJson': 'This file is not an ontology in JSON ({why}). Nothing was changed.',
  'ontology.saved': 'Version {n} is in use from now on.',
  'ontology.breaking': 'Labels exist that this version would break. Nothing was changed.',
  'ontology.classes': '{n, plural, one {# class} other {# classes}} · {kinds}',
  'ontology.whole': 'for the whole picture',
  'ontology.geometry.bbox': 'box',
  'ontology.geometry.polygon': 'polygon',
  'ontology.type.radio': 'one of',
  'ontology.type.checklist': 'any of',
  'ontology.type.text': 'text',
  'ontology.type.number': 'number',
  'ontology.type.bool': 'yes or no',
  'ontology.required': 'required',
  'ontology.atLeast': 'at least {n}',
  'ontology.atMost': 'at most {n}',
  'ontology.maxLength': 'up to {n} characters',
  'ontology.emptyTitle': 'No ontology yet',
  'ontology.emptyText':
    'It says which classes there are, how each is drawn and what is asked about it. An import with annotations brings one; a JSON file with "schema": "lk-ontology/1" makes one.',
} as const

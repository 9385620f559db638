/** English words of the guide, the help pages, the speed page and the palette. */
export const help = {
  'guide.name': 'First task',
  'guide.offer':
    'New here? A guide goes with you through one whole task: two minutes, on a real picture, with the real controls.',
  'guide.start': 'Start the guide',
  'guide.later': 'Not now',
  'guide.step': 'First task {n}/{total}',
  'guide.do.open': 'Take a task: press the marked button. The server chooses the picture for you.',
  'guide.do.guideline':
    'Read the rules that you label by: press the marked word. They open beside the picture.',
  'guide.do.class': 'Choose what you are about to draw: its number, or a row of the marked list.',
  'guide.do.draw':
    'Draw around it: with the box in hand drag from corner to corner. By keys: arrows, Enter, arrows, Enter.',
  'guide.do.answer': 'Press Esc, then answer what holds for the whole picture, in the marked panel.',
  'guide.do.submit': 'All is saved as you work: see the line on top. Submit, and the next picture follows.',
  'guide.show': 'Show me where',
  'guide.skip': 'Skip this step',
  'guide.leave': 'Put aside',
  'guide.back': 'Back to the picture',
  'guide.over':
    'That was a whole task. “?” shows every key, F1 explains the page that you are on, Ctrl K finds pages, actions and help.',
} as const

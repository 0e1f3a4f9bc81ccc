/** Slack's own form does not let a person send this. */
export class FormFault extends Error {
  /** Under which field it is said. */
  readonly block: string;

  constructor(block: string, message: string) {
    super(message);
    this.name = 'FormFault';
    this.block = block;
  }
}

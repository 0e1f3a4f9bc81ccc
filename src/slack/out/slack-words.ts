/** Slack's words for blocks that it will not take. */
export const blockWords: readonly string[] = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'];

/** Slack's words for a message that can no longer be edited: there is nothing left to mend. */
export const gone: readonly string[] = ['message_not_found', 'cant_update_message', 'edit_window_closed'];

/** A channel that cannot be posted to is tried again this often (ms): people repair it. */
export const REPAIR_MS = 15_000;

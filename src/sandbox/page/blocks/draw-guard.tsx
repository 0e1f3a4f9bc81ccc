import { Component, type ReactNode } from 'react';

interface DrawGuardProps {
  /** What is drawn: when it changes, drawing is tried again. */
  readonly of: unknown;
  readonly children: ReactNode;
}

interface Failed {
  readonly of: unknown;
}

/**
 * Keeps the page when the renderer fails at a block. A class, because React tells of such failures to classes only
 * (https://react.dev/reference/react/Component#catching-rendering-errors-with-an-error-boundary).
 */
export class DrawGuard extends Component<DrawGuardProps, { readonly failed: Failed | null }> {
  override state: { readonly failed: Failed | null } = { failed: null };

  override componentDidCatch(): void {
    this.setState({ failed: { of: this.props.of } });
  }

  static getDerivedStateFromError(): { failed: Failed } {
    return { failed: { of: undefined } };
  }

  override componentDidUpdate(): void {
    const { failed } = this.state;
    if (failed?.of !== undefined && failed.of !== this.props.of) this.setState({ failed: null });
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return <p className="soft">This page cannot draw what the bot sent here. Slack may show it all the same.</p>;
  }
}

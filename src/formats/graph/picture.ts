/**
 * A graph as it is drawn, whatever the format: boxes with lines of text, and arrows between them. Texts are one line
 * each and have no control characters; any other character may be in them.
 */
export interface Picture {
  readonly title: string;
  /** How to read it. */
  readonly legend: string;
  readonly boxes: readonly PictureBox[];
  readonly arrows: readonly PictureArrow[];
}

/** A box. The main one is what the picture is about; a faint one counts for nothing in it. */
export interface PictureBox {
  readonly title: string;
  readonly lines: readonly PictureLine[];
  readonly weight: "main" | "plain" | "faint";
}

/** A line of a box. */
export interface PictureLine {
  readonly text: string;
  readonly isFaint: boolean;
}

/** An arrow between two boxes, by their positions in the list. */
export interface PictureArrow {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly isFaint: boolean;
}

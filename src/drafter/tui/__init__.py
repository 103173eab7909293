"""The terminal workbench. Nothing outside this package imports textual or rich."""

import os

# Textual's "report all keys" mode loses or garbles what input methods commit; the switch is read when textual is
# imported, so it must be set before. A writer may still set it otherwise.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

"""What every test needs before it starts: no screen, no locale of this machine."""

import os

# Qt reads these once, when its first module is imported.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

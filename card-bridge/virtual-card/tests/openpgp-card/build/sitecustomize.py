# SPDX-License-Identifier: GPL-3.0-or-later
"""The setup.py of two packages asks for a class that Python has had under another name since 3.2 and dropped in 3.12."""

import configparser


class SafeConfigParser(configparser.ConfigParser):
    """Of that name, and with the method of that time."""

    def readfp(self, file):
        """What is read_file now."""
        self.read_file(file)


if not hasattr(configparser, "SafeConfigParser"):
    configparser.SafeConfigParser = SafeConfigParser

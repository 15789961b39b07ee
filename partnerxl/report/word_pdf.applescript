-- Saves a Word file as PDF. The two names come as arguments and are never read as script:
-- the Word file, and the PDF.
on run argv
	set theReport to POSIX file (item 1 of argv)
	set thePdf to (POSIX file (item 2 of argv)) as text
	tell application "Microsoft Word"
		open theReport
		set theDocument to active document
		save as theDocument file name thePdf file format format PDF
		close theDocument saving no
	end tell
end run

       IDENTIFICATION DIVISION.
       PROGRAM-ID. BREAKS.
      *> PGM=BREAKS: writes to OUTFILE, then ends abnormally.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT PAY-FILE ASSIGN TO "OUTFILE"
               ORGANIZATION LINE SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  PAY-FILE.
       01  LINE-OUT            PIC X(20).
       PROCEDURE DIVISION.
           OPEN OUTPUT PAY-FILE
           MOVE "HALF OF IT" TO LINE-OUT
           WRITE LINE-OUT
           CLOSE PAY-FILE
           CALL "abort"
           STOP RUN.
